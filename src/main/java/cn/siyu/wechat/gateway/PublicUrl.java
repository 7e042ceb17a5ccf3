package cn.siyu.wechat.gateway;

import io.quarkus.runtime.LaunchMode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The address under which WeChat reaches this shop. Where none is configured (never in production) it is the loopback
 * address of the running server, asked for when it is first needed because a test's port is known only then.
 */
@Singleton
class PublicUrl {

    private final Optional<String> configured;
    private final Config config;

    @Inject
    PublicUrl(@ConfigProperty(name = "siyu.public-url") Optional<String> configured, Config config) {
        this.configured = configured;
        this.config = config;
    }

    /** The address of {@code path}, which begins with a slash. */
    String of(String path) {
        return configured.map(PublicUrl::withoutSlash).orElseGet(this::loopback) + path;
    }

    private String loopback() {
        var port = LaunchMode.current() == LaunchMode.TEST ? "quarkus.http.test-port" : "quarkus.http.port";
        return "http://127.0.0.1:" + config.getValue(port, Integer.class);
    }

    private static String withoutSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}
