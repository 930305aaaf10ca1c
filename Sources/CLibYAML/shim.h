#ifndef SEGPLAN_CLIBYAML_SHIM_H
#define SEGPLAN_CLIBYAML_SHIM_H

#include <yaml.h>

#endif
