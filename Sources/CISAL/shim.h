#include <isa-l.h>

/// Bytes of work space with which ISA-L's first level packs best.
static const uint32_t isal_first_level_space = ISAL_DEF_LVL1_EXTRA_LARGE;
