#include "vm/cli/svg_plot.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace gilded::cli {

namespace {

constexpr double kWidth = 640, kHeight = 360, kLeft = 70, kRight = 150, kTop = 40, kBottom = 50;
// Told apart without colour too: by dashes and by the marks' shapes.
constexpr const char* kColours[] = {"#b03060", "#1f6fb4", "#2e8b57", "#d2691e", "#6a5acd", "#555555"};
constexpr const char* kDashes[] = {"", "6 3", "2 3", "10 3 2 3", "8 8", "1 5"};

std::string escaped(const std::string& text) {
  std::string out;
  for (char c : text) out += c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : std::string(1, c);
  return out;
}

std::string number(double value) {
  const char* units[] = {"", "k", "M", "G"};
  int unit = 0;
  while (std::fabs(value) >= 1000 && unit < 3) {
    value /= 1000;
    ++unit;
  }
  return fmt::format("{:.3g}{}", value, units[unit]);
}

}  // namespace

std::string svg_plot(const Plot& plot) {
  double most = 0, least = INFINITY;
  for (const PlotSeries& s : plot.series) {
    for (const auto& v : s.values) {
      if (!v) continue;
      most = std::max(most, *v);
      if (*v > 0) least = std::min(least, *v);
    }
  }
  if (most <= 0) most = least = 1;
  double bottom = plot.logarithmic ? std::floor(std::log10(least)) : 0;
  double top = plot.logarithmic ? std::ceil(std::log10(most)) : most * 1.05;
  if (top <= bottom) top = bottom + 1;
  auto x_of = [&](size_t i) {
    return kLeft + (kWidth - kLeft - kRight) *
                       (plot.x.size() > 1 ? static_cast<double>(i) / static_cast<double>(plot.x.size() - 1) : 0.5);
  };
  auto y_of = [&](double v) {
    double scaled = plot.logarithmic ? std::log10(std::max(v, least)) : v;
    return kHeight - kBottom - (kHeight - kTop - kBottom) * (scaled - bottom) / (top - bottom);
  };
  std::string svg = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" "
      "font-family=\"sans-serif\" font-size=\"12\">\n"
      "<title>{2}</title>\n<rect width=\"{0}\" height=\"{1}\" fill=\"white\"/>\n<text x=\"{3}\" y=\"22\" "
      "font-size=\"15\">{2}</text>\n",
      kWidth, kHeight, escaped(plot.title), kLeft);
  constexpr int kSteps = 4;
  int steps = plot.logarithmic ? static_cast<int>(top - bottom) : kSteps;
  for (int i = 0; i <= steps; ++i) {
    double at = bottom + (top - bottom) * i / steps;
    double value = plot.logarithmic ? std::pow(10, at) : at;
    double y = kHeight - kBottom - (kHeight - kTop - kBottom) * i / steps;
    svg += fmt::format(
        "<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" stroke=\"#dddddd\"/>\n<text x=\"{:.1f}\" "
        "y=\"{:.1f}\" text-anchor=\"end\">{}</text>\n",
        kLeft, y, kWidth - kRight, y, kLeft - 6, y + 4, number(value));
  }
  for (size_t i = 0; i < plot.x.size(); ++i) {
    svg += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"middle\">{}</text>\n", x_of(i),
                       kHeight - kBottom + 18, escaped(plot.x[i]));
  }
  svg += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"middle\">{}</text>\n",
                     (kLeft + kWidth - kRight) / 2, kHeight - 12, escaped(plot.x_label));
  svg += fmt::format("<text transform=\"translate(14 {:.1f}) rotate(-90)\" text-anchor=\"middle\">{}</text>\n",
                     (kTop + kHeight - kBottom) / 2, escaped(plot.y_label));
  for (size_t k = 0; k < plot.series.size(); ++k) {
    const PlotSeries& s = plot.series[k];
    const char* colour = kColours[k % std::size(kColours)];
    std::string points;
    for (size_t i = 0; i < s.values.size(); ++i) {
      if (s.values[i]) points += fmt::format("{:.1f},{:.1f} ", x_of(i), y_of(*s.values[i]));
    }
    svg += fmt::format(
        "<polyline points=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2\" stroke-dasharray=\"{}\"/>\n", points,
        colour, kDashes[k % std::size(kDashes)]);
    for (size_t i = 0; i < s.values.size(); ++i) {
      if (s.values[i])
        svg += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"3\" fill=\"{}\"/>\n", x_of(i), y_of(*s.values[i]),
                           colour);
    }
    double y = kTop + 18 * static_cast<double>(k);
    svg += fmt::format(
        "<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" stroke=\"{}\" stroke-width=\"2\" "
        "stroke-dasharray=\"{}\"/>\n<text x=\"{:.1f}\" y=\"{:.1f}\">{}</text>\n",
        kWidth - kRight + 12, y, kWidth - kRight + 40, y, colour, kDashes[k % std::size(kDashes)], kWidth - kRight + 46,
        y + 4, escaped(s.name));
  }
  return svg + "</svg>\n";
}

}  // namespace gilded::cli
