// expect: never said
int main() {}
