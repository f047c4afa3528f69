// A finished recording, written for people and for viewers. Each writer prints to `out` and returns nothing: whether
// all went to the file is for the caller to ask (ferror).
#pragma once

#include <cstdio>
#include <string>

#include "vm/report/places.h"
#include "vm/report/timeline.h"

namespace gilded {

struct Recording {
  Thread* T;  // the main thread
  const Recorder& recorder;
  const Timeline& timeline;
  const PlaceTable& places;
  std::string title;             // the script
  double nanoseconds_per_event;  // measured: what recording one costs
};

// Per thread the share of each activity; switches by reason; the longest waits for the GIL and for locks; whether there
// is a convoy.
std::string summary_text(const Recording& recording);
// Trace Event Format, for ui.perfetto.dev, chrome://tracing and speedscope.
void write_chrome_trace(const Recording& recording, FILE* out);
// The processed profile format of profiler.firefox.com, version 47.
void write_firefox_profile(const Recording& recording, FILE* out);
// "thread;outer;inner;[activity] microseconds", for flamegraph.pl, inferno and speedscope.
void write_collapsed_stacks(const Recording& recording, FILE* out);

// A string between its quotes in JSON.
std::string json_text(std::string_view text);

}  // namespace gilded
