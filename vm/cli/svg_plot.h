// A small line plot as an SVG picture: one line for each series over a few places on the x axis, with a legend.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace gilded::cli {

struct PlotSeries {
  std::string name;
  std::vector<std::optional<double>> values;  // one for each x; nothing where it was not measured
};

struct Plot {
  std::string title, x_label, y_label;
  std::vector<std::string> x;
  std::vector<PlotSeries> series;
  bool logarithmic = false;  // the y axis
};

std::string svg_plot(const Plot& plot);

}  // namespace gilded::cli
