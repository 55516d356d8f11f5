#include "reader.hpp"
