package cn.siyu.launch;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;

/** Waits until the application is told to end, and before that says once where everything is. */
public final class ReadyBox implements QuarkusApplication {

    private static final Logger LOG = Logger.getLogger(ReadyBox.class);

    /** A property, because live reload brings new classes and calls us again. */
    private static final String PRINTED = "siyu.launch.box-printed";

    @Override
    public int run(String... arguments) {
        if (System.getProperty(PRINTED) == null) {
            System.setProperty(PRINTED, "true");
            if (Settings.of(Main.defaultProfile()).isProduction()) {
                // Production keeps addresses and passwords out of its logs.
                LOG.infof("embedded servers: %s", System.getProperty(Main.STARTED));
            } else {
                var config = ConfigProvider.getConfig();
                System.out.println(drawn(lines(config)));
                SampleShop.begin(config, address(config));
            }
        }
        Quarkus.waitForExit();
        return 0;
    }

    private static List<String> lines(Config config) {
        var base = address(config);
        var lines = new ArrayList<String>();
        lines.add("Siyu is ready.");
        lines.add("");
        lines.add("Mini program API   " + base + "/api/mp/v1");
        lines.add("Admin API          " + base + "/api/admin/v1");
        if (Main.defaultProfile().equals("dev")) {
            lines.add("Swagger UI         " + base + "/q/swagger-ui");
        }
        lines.add("Health, metrics    " + base + "/q/health  " + base + "/q/metrics");
        value(config, "siyu.wechat.api-url")
                .ifPresent(url -> lines.add(
                        url.contains("127.0.0.1")
                                ? "WeChat sandbox     " + url + "/_control"
                                : "WeChat             " + url));
        value(config, "quarkus.datasource.reactive.url").ifPresent(url -> lines.add("PostgreSQL         " + url));
        value(config, "quarkus.redis.hosts").ifPresent(url -> lines.add("Redis              " + withoutPassword(url)));
        value(config, Main.STARTED)
                .filter(folder -> !folder.equals(Main.NOTHING))
                .ifPresent(folder -> lines.add("Data, secrets      " + folder));
        value(config, Secrets.SAMPLE_PASSWORD).ifPresent(password -> signIns(lines, password));
        SampleShop.line(config).ifPresent(lines::add);
        return lines;
    }

    private static String address(Config config) {
        return "http://localhost:" + value(config, "quarkus.http.port").orElse("8080");
    }

    private static void signIns(List<String> lines, String password) {
        lines.add("");
        lines.add("Staff              admin, merchandiser, finance, support, ops, auditor");
        lines.add("  password         " + password);
        lines.add("Buyer's code       sandbox-alice-1 (any name, any number)");
    }

    private static Optional<String> value(Config config, String name) {
        return config.getOptionalValue(name, String.class);
    }

    static String withoutPassword(String url) {
        return url.replaceFirst("//[^@/]*@", "//");
    }

    static String drawn(List<String> lines) {
        var width = lines.stream().mapToInt(String::length).max().orElse(0);
        var edge = "─".repeat(width + 4);
        var box = new StringBuilder("\n┌").append(edge).append("┐\n");
        lines.forEach(line -> box.append("│  ")
                .append(line)
                .append(" ".repeat(width - line.length()))
                .append("  │\n"));
        return box.append("└").append(edge).append("┘\n").toString();
    }
}
