// expect: the right [a-z]+
static_assert(sizeof(char) == 2, "the right sentence");
