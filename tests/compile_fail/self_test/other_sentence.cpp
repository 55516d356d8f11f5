// expect: never said
static_assert(sizeof(char) == 2, "another sentence");
