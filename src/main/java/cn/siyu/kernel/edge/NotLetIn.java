package cn.siyu.kernel.edge;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.HttpSecurityRecorder.DefaultAuthFailureHandler;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.quarkus.vertx.http.runtime.security.SecurityHandlerPriorities;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.function.BiConsumer;

/**
 * Who is not let in fails his request: its problem is written like that of any other, and then the metrics learn the operation. The
 * framework (Quarkus 3.34) would do the same one step later, but would look for the operation beforehand and for everybody, and would
 * make a table of all operations anew each time: the more operations, the slower every request.
 */
@Singleton
class NotLetIn {

    private static final BiConsumer<RoutingContext, Throwable> FAIL = (routing, failure) -> {
        DefaultAuthFailureHandler.markIfOtherAuthenticationFailure(routing, failure);
        if (!routing.failed()) {
            routing.fail(DefaultAuthFailureHandler.extractRootCause(failure));
        }
    };

    /** Right behind the framework's own filter of that number, which names its handler, and before the next. */
    void behindAuthentication(@Observes Filters filters) {
        filters.register(NotLetIn::takeOver, SecurityHandlerPriorities.AUTHENTICATION);
    }

    private static void takeOver(RoutingContext routing) {
        if (routing.get(QuarkusHttpUser.AUTH_FAILURE_HANDLER) instanceof DefaultAuthFailureHandler) {
            var _ = routing.put(QuarkusHttpUser.AUTH_FAILURE_HANDLER, FAIL);
        }
        routing.next();
    }
}
