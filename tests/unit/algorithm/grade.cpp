#include <hawser/algorithm/grade.hpp>

#include <boost/test/unit_test.hpp>

#include <set>

using namespace hawser;

BOOST_AUTO_TEST_CASE(every_grade_has_a_name_of_its_own) {
    std::set<std::string_view> names;
    for (const grade g : {grade::preferred, grade::opt_in, grade::legacy, grade::broken, grade::test_only})
        BOOST_TEST(names.insert(name_of(g)).second);
    BOOST_TEST(names.count("unknown") == 0u);
    BOOST_TEST(name_of(static_cast<grade>(77)) == "unknown");
}
