#pragma once
// Umbrella: everything to make a suite of one's own, except the algorithms.

#include <hawser/suite/list.hpp>
#include <hawser/suite/name_table.hpp>
#include <hawser/suite/preferences.hpp>
#include <hawser/suite/suite.hpp>
