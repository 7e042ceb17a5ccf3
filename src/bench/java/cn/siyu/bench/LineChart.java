package cn.siyu.bench;

import static cn.siyu.bench.BarChart.line;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Lines over numbers of clients, which stand at equal distances, as SVG. */
final class LineChart {

    private static final int WIDTH = 860;
    private static final int HEIGHT = 400;
    private static final int LEFT = 70;
    private static final int BOTTOM = 340;
    private static final int TOP = 50;
    private static final int RIGHT = 660;
    private static final int STEPS = 4;
    private static final List<String> COLOURS = List.of("#4a7fb5", "#c0392b", "#3c8d40", "#8e6bb0", "#b8860b");

    private LineChart() {}

    static String of(String title, Map<String, Map<Integer, Double>> lines) {
        var clients = new TreeSet<Integer>();
        lines.values().forEach(line -> clients.addAll(line.keySet()));
        var places = List.copyOf(clients);
        var most = lines.values().stream()
                .flatMap(line -> line.values().stream())
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(1);
        var svg = new StringBuilder();
        line(
                svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"13\">",
                WIDTH,
                HEIGHT);
        line(svg, "<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>");
        line(svg, "<text x=\"16\" y=\"26\" font-size=\"16\" fill=\"#222222\">%s</text>", title);
        axes(svg, places, most);
        var i = 0;
        for (var each : lines.entrySet()) {
            draw(svg, each.getKey(), each.getValue(), places, most, i++);
        }
        line(svg, "</svg>");
        return svg.toString();
    }

    private static void axes(StringBuilder svg, List<Integer> places, double most) {
        for (var step = 0; step <= STEPS; step++) {
            var y = y(most * step / STEPS, most);
            line(svg, "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#dddddd\"/>", LEFT, y, RIGHT, y);
            line(
                    svg,
                    "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\" fill=\"#222222\">%s</text>",
                    LEFT - 8,
                    y + 4,
                    BarChart.figure(most * step / STEPS));
        }
        for (var place : places) {
            line(
                    svg,
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\" fill=\"#222222\">%d</text>",
                    x(places.indexOf(place), places.size()),
                    BOTTOM + 22,
                    place);
        }
        line(svg, "<text x=\"%d\" y=\"%d\" fill=\"#222222\">clients</text>", RIGHT - 40, BOTTOM + 44);
    }

    private static void draw(
            StringBuilder svg, String name, Map<Integer, Double> line, List<Integer> places, double most, int which) {
        var colour = COLOURS.get(which % COLOURS.size());
        var points = new StringBuilder();
        line.forEach((clients, value) -> {
            var x = x(places.indexOf(clients), places.size());
            line(points, "%.1f,%.1f", x, y(value, most));
            line(svg, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/>", x, y(value, most), colour);
        });
        line(
                svg,
                "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>",
                points.toString().strip().replace('\n', ' '),
                colour);
        line(
                svg,
                "<rect x=\"%d\" y=\"%d\" width=\"14\" height=\"14\" fill=\"%s\"/>",
                RIGHT + 20,
                TOP + which * 24,
                colour);
        line(svg, "<text x=\"%d\" y=\"%d\" fill=\"#222222\">%s</text>", RIGHT + 40, TOP + 12 + which * 24, name);
    }

    private static double x(int place, int places) {
        return LEFT + 20 + (RIGHT - LEFT - 40) * (places == 1 ? 0.5 : place / (double) (places - 1));
    }

    private static double y(double value, double most) {
        return BOTTOM - (BOTTOM - TOP) * value / Math.max(most, 1e-9);
    }
}
