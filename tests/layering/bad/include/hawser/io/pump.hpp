#include <hawser/session/session.hpp>
#include <hawser/io/posix/socket.hpp>
