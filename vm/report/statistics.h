// What the GIL and the threads did, as text for --stats and as JSON for --report. Reads relaxed counters: exact once
// the threads have ended.
#pragma once
#include <string>

namespace gilded {

class Runtime;
class Thread;

// REQUIRES: called on the main thread T; its processor time is read.
std::string statistics_report(Thread* T);
// One JSON object (report/statistics.cpp lists the members). False: the file could not be written; errno says why.
bool write_report(Thread* T, const std::string& path);

}  // namespace gilded
