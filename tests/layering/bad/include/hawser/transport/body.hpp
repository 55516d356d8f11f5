#include <hawser/wire/impl/unlisted.ipp>
