#pragma once
// Umbrella: everything to make a suite of one's own and sessions of it, except the algorithms.

#include <hawser/session/instantiate.hpp>
#include <hawser/suite/list.hpp>
#include <hawser/suite/name_table.hpp>
#include <hawser/suite/preferences.hpp>
#include <hawser/suite/suite.hpp>
