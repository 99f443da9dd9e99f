// Boost.JSON as part of the fuzzers, with sanitizers and coverage, instead of the packaged archive without.
#include <boost/json/src.hpp>
