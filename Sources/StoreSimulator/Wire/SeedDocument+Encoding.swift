import SegmentModel

extension SeedDocument {
  /// The document of a store: what ``store(from:seed:)`` makes the same store of, but for the ids that it gives out next.
  package static func bytes(of store: Store) -> [UInt8] {
    var json = JSONWriter(capacity: 256 + store.profilesByID.count * 120)
    json.object { json in
      json.key("profiles")
      json.array { json in
        for id in store.profileIDs {
          if let profile = store.profile(id) { write(&json, profile) }
        }
      }
      json.key("customers")
      json.array { json in
        for id in store.customers.ids where store.customers.hasOwnEmail(id) || store.profileID(ofCustomer: id) == nil {
          if let customer = store.customer(id) { write(&json, customer) }
        }
      }
      json.key("segments")
      json.array { json in
        for segment in store.segments { write(&json, segment) }
      }
      json.key("memberships")
      json.object { json in
        for id in store.segmentOrder {
          json.key(text: id.description)
          json.array { json in
            for member in store.members(of: id) ?? .empty { json.id(member) }
          }
        }
      }
    }
    return json.bytes
  }

  private static func write(_ json: inout JSONWriter, _ profile: StoredProfile) {
    json.object { json in
      json.key("id")
      json.id(profile.id)
      json.key("customer_id")
      json.number(profile.customerID)
      json.key("created_at")
      json.string(profile.createdAt.text)
    }
  }

  /// Its profile, if it has one, is among the profiles.
  private static func write(_ json: inout JSONWriter, _ customer: StoredCustomer) {
    json.object { json in
      json.key("id")
      json.number(customer.id)
      json.key("email")
      json.string(customer.email)
    }
  }

  private static func write(_ json: inout JSONWriter, _ segment: StoredSegment) {
    json.object { json in
      json.key("id")
      json.id(segment.id)
      json.key("name")
      json.string(segment.name)
      json.key("description")
      json.string(segment.description)
      json.key("created_at")
      json.string(segment.createdAt.text)
      json.key("updated_at")
      json.string(segment.updatedAt.text)
    }
  }
}
