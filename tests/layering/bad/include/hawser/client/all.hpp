#include <hawser/suite/catalog.hpp>
#include <hawser/sftp/digest.hpp>
#include <hawser/client.hpp>
