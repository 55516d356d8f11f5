#include <sys/socket.h>
#include <hawser/keys/adapter.hpp>
#include <hawser/io/pump.hpp>
