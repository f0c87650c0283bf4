#include "engine/jobs/context.h"
