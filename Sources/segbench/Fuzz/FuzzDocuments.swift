/// Documents of this project's own formats: good ones that are broken at random, as the golden files of the tests have them.
enum FuzzDocuments {
  static let state = #"""
    {
      "lineage" : "2c5e1c6c-0c39-4a2b-9f6b-7a6e4bb6cf0a",
      "segments" : [
        {
          "count" : 1,
          "id" : "00000000-0000-4000-8000-000000000001",
          "members" : "AAAAAAAAQACAAAAAAAAABw==",
          "mode" : "additive",
          "name" : "Beta testers",
          "sha256" : "0af5a247944d3fde88b0535a7ca883a7190dfd14f59684af8af77d640559059a"
        },
        {
          "count" : 0,
          "id" : "00000000-0000-4000-8000-000000000003",
          "members" : "",
          "mode" : "authoritative",
          "name" : "Empty",
          "sha256" : "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        },
        {
          "count" : 3,
          "id" : "00000000-0000-4000-8000-000000000002",
          "members" : "AAAAAAAAQACAAAAAAAAAAQAAAAAAAEAAgAAAAAAAAAIAAAAAAABAAIAAAAAAAAAD",
          "mode" : "authoritative",
          "name" : "VIP \"gold\"",
          "sha256" : "8b29444e818dd17782a99b3b94271e40d6dccdea34038338bfea573185d92cf2"
        }
      ],
      "serial" : 4,
      "store" : "abc123 at https://api.bigcommerce.com",
      "tool_version" : "1.2.3",
      "version" : 1
    }

    """#

  static let emptyState = """
    {"lineage":"2c5e1c6c-0c39-4a2b-9f6b-7a6e4bb6cf0a","segments":[],"serial":1,"store":"abc123","tool_version":"0.1.0","version":1}

    """

  static let plan = #"""
    {
     "configuration_digest": "sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef",
     "created_at": "2026-04-01T08:00:00Z",
     "digest": "sha256:02c1bdafe45cbee02334d324cfe3199502044e5c164fbb8440cab34e794346bb",
     "guardrails": [
      {
       "code": "delete-segment",
       "confirmable": true,
       "message": "segment \"Summer 2024\" would be deleted with its 40 memberships"
      },
      {
       "code": "max-changes",
       "confirmable": false,
       "message": "the run would make 11 changes; --max-changes is 3"
      }
     ],
     "segments": [
      {
       "actions": [
        "create",
        "add"
       ],
       "add": [
        "00000000-0000-4000-8000-000000000001",
        "00000000-0000-4000-8000-000000000002",
        "00000000-0000-4000-8000-000000000003"
       ],
       "allow_empty": false,
       "description": "May see \"new\" things",
       "desired_count": 3,
       "ensure": "present",
       "live": {
        "count": 0,
        "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
       },
       "max_removals": "25%",
       "mode": "authoritative",
       "name": "Beta testers",
       "remove": []
      },
      {
       "actions": [
        "no-op"
       ],
       "add": [],
       "allow_empty": false,
       "desired_count": 2,
       "ensure": "present",
       "id": "00000000-0000-4000-8000-000000000005",
       "live": {
        "count": 2,
        "sha256": "1c44d4adb2df2068143c1cb15c06bce4b9e0023dca3193a1861d2deaadb7d8cd"
       },
       "max_removals": "25%",
       "mode": "authoritative",
       "name": "Regulars",
       "remove": []
      },
      {
       "actions": [
        "remove"
       ],
       "add": [],
       "allow_empty": true,
       "desired_count": 2,
       "ensure": "present",
       "id": "00000000-0000-4000-8000-000000000003",
       "live": {
        "count": 3,
        "sha256": "1c933ca8da02968a8c23a9aa7aa5c76579e87f38424580828453c7c5a6f1e4c2"
       },
       "max_removals": "1200",
       "mode": "additive",
       "name": "Staff",
       "remove": [
        "00000000-0000-4000-8000-000000000007"
       ]
      },
      {
       "actions": [
        "delete"
       ],
       "add": [],
       "allow_empty": false,
       "desired_count": 40,
       "ensure": "absent",
       "id": "00000000-0000-4000-8000-000000000004",
       "live": {
        "count": 40,
        "sha256": "5c7738aa33be3473c45801b5fa7fe44561a3ae7e189e5e8f3ef8da6cd270c95e"
       },
       "max_removals": "25%",
       "mode": "authoritative",
       "name": "Summer 2024",
       "remove": []
      },
      {
       "actions": [
        "update",
        "add",
        "remove"
       ],
       "add": [
        "00000000-0000-4000-8000-000000000015",
        "00000000-0000-4000-8000-000000000016"
       ],
       "allow_empty": false,
       "description_change": {
        "from": "",
        "to": "Spend above 5k"
       },
       "desired_count": 12,
       "drift": {
        "members_added": 3,
        "members_removed": 1,
        "renamed_from": "VIP",
        "segment_vanished": false
       },
       "ensure": "present",
       "id": "00000000-0000-4000-8000-000000000002",
       "live": {
        "count": 12,
        "sha256": "fcac5fcf3c6c5d4b48bb142f427e511a8a68a83fdda6eeadbdec291e71a474db"
       },
       "max_removals": "25%",
       "mode": "authoritative",
       "name": "VIP",
       "name_change": {
        "from": "Vips",
        "to": "VIP"
       },
       "remove": [
        "00000000-0000-4000-8000-000000000001",
        "00000000-0000-4000-8000-000000000002"
       ]
      },
      {
       "actions": [
        "no-op"
       ],
       "add": [],
       "allow_empty": false,
       "desired_count": 0,
       "drift": {
        "members_added": 0,
        "members_removed": 0,
        "segment_vanished": true
       },
       "ensure": "absent",
       "live": {
        "count": 0,
        "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
       },
       "max_removals": "25%",
       "mode": "authoritative",
       "name": "Winter 2023",
       "remove": []
      }
     ],
     "state": {
      "lineage": "2c5e1c6c-0c39-4a2b-9f6b-7a6e4bb6cf0a",
      "serial": 4
     },
     "store": "abc123 at https://api.bigcommerce.com",
     "summary": {
      "members_to_add": 5,
      "members_to_remove": 3,
      "profiles_to_create": 0,
      "segments_to_create": 1,
      "segments_to_delete": 1,
      "segments_to_update": 2,
      "segments_unchanged": 2,
      "segments_unmanaged": 7
     },
     "tool_version": "1.2.3",
     "version": 1
    }

    """#

  static let journal = #"""
    {"entry":"began","lineage":"2c5e1c6c-0c39-4a2b-9f6b-7a6e4bb6cf0a","run":"r1","serial":4,"started_at":"2026-04-01T08:00:00Z","store":"abc123","version":1,"who":"ada@desk"}
    {"entry":"segment","is_new":true,"mode":"additive","name":"VIP \"gold\"","segment":"00000000-0000-4000-8000-000000000002"}
    {"entry":"adding","members":["00000000-0000-4000-8000-000000000011"],"segment":"00000000-0000-4000-8000-000000000002"}
    {"entry":"sending","members":["00000000-0000-4000-8000-000000000011"],"segment":"00000000-0000-4000-8000-000000000002"}
    {"entry":"added","members":["00000000-0000-4000-8000-000000000011"],"segment":"00000000-0000-4000-8000-000000000002"}
    {"entry":"removed","members":["00000000-0000-4000-8000-000000000012"],"segment":"00000000-0000-4000-8000-000000000002"}
    {"entry":"deleted","segment":"00000000-0000-4000-8000-000000000003"}
    {"entry":"recording","serial":5}

    """#
}
