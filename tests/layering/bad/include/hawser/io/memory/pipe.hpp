#include <hawser/io/posix/socket.hpp>
#include <hawser/keys/adapter.hpp>
