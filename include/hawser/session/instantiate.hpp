#pragma once
// The definitions of the session template, for programs in compiled mode that use a suite of their own.

#include <hawser/session/impl/session.ipp>
