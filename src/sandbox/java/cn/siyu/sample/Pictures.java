package cn.siyu.sample;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Properties;

/** Draws a picture for each product: the colours of its department, the shape of its category, its name. */
final class Pictures {

    /** Where the application looks for them, below the data folder. */
    static final String FOLDER = "sample-pictures";

    private static final String LIGHT = "#fffdf9";
    private static final int FULL_TURN = 360;

    /** Neighbours on a shelf are told apart by where the light falls. */
    private static final int LIGHT_STEP = 67;

    private final Properties drawings = new Properties();

    Pictures() {
        try (var lines = new InputStreamReader(
                Objects.requireNonNull(Pictures.class.getResourceAsStream("pictures.properties")),
                StandardCharsets.UTF_8)) {
            drawings.load(lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void drawAll(Path folder) {
        try {
            var pictures = Files.createDirectories(folder.resolve(FOLDER));
            for (var product : Goods.rows("products")) {
                Files.writeString(
                        pictures.resolve(product.getFirst() + ".svg"),
                        drawn(product.getFirst(), product.get(1), product.get(2)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String drawn(String code, String name, String category) {
        var colours = value(category.substring(0, 2)).split(" ");
        var angle = Math.toRadians(Integer.parseInt(code.substring(1)) * LIGHT_STEP % FULL_TURN);
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200" role="img" aria-label="%s">
                <rect width="200" height="200" fill="{ground}"/>
                <circle cx="%d" cy="%d" r="86" fill="{light}" opacity=".55"/>
                <circle cx="%d" cy="%d" r="15" fill="{accent}" opacity=".5"/>
                <ellipse cx="100" cy="136" rx="46" ry="6" fill="{deep}" opacity=".14"/>
                <g transform="translate(100 88)">%s</g>
                %s</svg>
                """.formatted(
                        name,
                        Math.round(100 + 34 * Math.cos(angle)),
                        Math.round(84 + 26 * Math.sin(angle)),
                        Math.round(100 - 78 * Math.cos(angle)),
                        Math.round(82 - 62 * Math.sin(angle)),
                        value(category),
                        words(name))
                .replace("{deep}", colours[0])
                .replace("{ground}", colours[1])
                .replace("{accent}", colours[2])
                .replace("{light}", LIGHT);
    }

    /** The name above, what kind it is of below, as the titles are written. */
    private static String words(String name) {
        var parts = List.of(name.split(" ", 2));
        var first = line(parts.getFirst(), parts.size() == 1 ? 175 : 167, 15, "#332c29", 600);
        return parts.size() == 1 ? first : first + line(parts.getLast(), 184, 10, "#5d544f", 400);
    }

    private static String line(String text, int y, int size, String colour, int weight) {
        return ("<text x=\"100\" y=\"%d\" font-size=\"%d\" font-weight=\"%d\" fill=\"%s\" text-anchor=\"middle\" "
                        + "font-family=\"PingFang SC, Noto Sans SC, Noto Sans CJK SC, Microsoft YaHei, sans-serif\">%s</text>\n")
                .formatted(y, size, weight, colour, text);
    }

    private String value(String name) {
        return Objects.requireNonNull(drawings.getProperty(name), () -> "no drawing for " + name);
    }
}
