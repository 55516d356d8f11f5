#include <hawser/core/good.hpp>
#include <hawser/wire/impl/lonely.ipp>
