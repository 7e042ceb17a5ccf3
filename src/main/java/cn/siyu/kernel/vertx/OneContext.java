package cn.siyu.kernel.vertx;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Whatever belongs to a request (who asks, its session, its trace) lies in its Vert.x context, and all work of ours comes back
 * to it. Thread contexts need not be captured at every step beside that: with many steps to a sale they cost a good part of it.
 */
@Singleton
class OneContext {

    void start(@Observes StartupEvent event) {
        Infrastructure.clearInterceptors();
    }
}
