package cn.siyu.bench;

import java.util.List;
import java.util.Locale;

/** Lying bars with a name before and a figure behind each, as SVG. */
final class BarChart {

    private static final int WIDTH = 860;
    private static final int LEFT = 240;
    private static final int RIGHT = 110;
    private static final int ROW = 26;
    private static final int TOP = 48;

    private BarChart() {}

    /** One bar with the least and the most of what it is the median of. */
    record Bar(String name, double value, double least, double most) {

        static Bar of(String name, List<Double> values) {
            return new Bar(name, Figures.median(values), Figures.least(values), Figures.most(values));
        }
    }

    /** @param mark where a line is drawn through all bars; none at 0 */
    static String of(String title, List<Bar> bars, double mark) {
        var most = Math.max(mark, bars.stream().mapToDouble(Bar::most).max().orElse(1));
        var scale = (WIDTH - LEFT - RIGHT) / Math.max(most, 1e-9);
        var height = TOP + ROW * bars.size() + 16;
        var svg = new StringBuilder();
        line(
                svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"13\">",
                WIDTH,
                height);
        line(svg, "<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>");
        line(svg, "<text x=\"16\" y=\"26\" font-size=\"16\" fill=\"#222222\">%s</text>", title);
        for (var i = 0; i < bars.size(); i++) {
            bar(svg, bars.get(i), TOP + i * ROW, scale);
        }
        if (mark > 0) {
            var x = LEFT + mark * scale;
            line(
                    svg,
                    "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#c0392b\" stroke-dasharray=\"5 3\"/>",
                    x,
                    TOP - 8,
                    x,
                    height - 12);
        }
        line(svg, "</svg>");
        return svg.toString();
    }

    private static void bar(StringBuilder svg, Bar bar, int y, double scale) {
        var middle = y + ROW / 2 - 3;
        line(
                svg,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\" fill=\"#222222\">%s</text>",
                LEFT - 8,
                middle + 4,
                bar.name());
        line(
                svg,
                "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"#4a7fb5\"/>",
                LEFT,
                y,
                bar.value() * scale,
                ROW - 8);
        line(
                svg,
                "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#222222\" stroke-width=\"2\"/>",
                LEFT + bar.least() * scale,
                middle,
                LEFT + bar.most() * scale,
                middle);
        line(
                svg,
                "<text x=\"%.1f\" y=\"%d\" fill=\"#222222\">%s</text>",
                LEFT + bar.most() * scale + 8,
                middle + 4,
                figure(bar.value()));
    }

    static String figure(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%,.0f" : "%.2f", value);
    }

    static void line(StringBuilder svg, String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
