#pragma once
// Everything a client program needs except a suite: include <hawser/suite/modern.hpp>, or the algorithms of your own.

#include <hawser/auth/keyboard_interactive.hpp>
#include <hawser/auth/none.hpp>
#include <hawser/auth/password.hpp>
#include <hawser/auth/public_key.hpp>
#include <hawser/client/connect.hpp>
#include <hawser/client/exec.hpp>
#include <hawser/client/key_files.hpp>
#include <hawser/client/sftp.hpp>
