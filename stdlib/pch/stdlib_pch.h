// Precompiled for every file of this library: what the virtual machine's own files share, and how natives are declared.
#include "vm/object/native.h"
#include "vm/pch/vm_pch.h"
