package cn.siyu.kernel.metrics;

import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/**
 * What the platform would measure and nobody asks for: how many bytes each request and each answer had. Whoever stands in front of the
 * shop counts them; here it was a twentieth of what a page costs.
 */
final class LeftOut {

    private LeftOut() {}

    @Produces
    @Singleton
    static MeterFilter bytes() {
        return MeterFilter.denyNameStartsWith("http.server.bytes");
    }
}
