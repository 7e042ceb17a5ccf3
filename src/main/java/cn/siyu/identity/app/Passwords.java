package cn.siyu.identity.app;

import io.quarkus.elytron.security.common.BcryptUtil;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.WorkerExecutor;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Hashes passwords with bcrypt. It is meant to take a quarter of a second of a processor, so it alone leaves the event loop,
 * to two threads of its own: more sign-ins at once wait, and no other request does.
 */
@Startup
@Singleton
class Passwords {

    private static final int THREADS = 2;

    private final WorkerExecutor worker;
    private final int cost;
    private final String nobodys;

    @Inject
    Passwords(Vertx vertx, IdentitySettings settings) {
        this.worker = vertx.createSharedWorkerExecutor("siyu-passwords", THREADS);
        this.cost = settings.bcryptCost();
        this.nobodys = BcryptUtil.bcryptHash("nobody has this password", cost);
    }

    Uni<String> hash(String password) {
        return worker.executeBlocking(() -> BcryptUtil.bcryptHash(password, cost), false);
    }

    /** An unknown user takes as long as a wrong password. */
    Uni<Boolean> matches(String password, Optional<String> hash) {
        return worker.executeBlocking(
                () -> BcryptUtil.matches(password, hash.orElse(nobodys)) && hash.isPresent(), false);
    }

    @PreDestroy
    void stop() {
        worker.closeAndForget();
    }
}
