package cn.siyu.identity.app;

import io.quarkus.elytron.security.common.BcryptUtil;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.WorkerExecutor;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Hashes passwords with bcrypt. It is meant to take a quarter of a second of a processor, so it alone leaves the event loop,
 * to two threads of its own: more sign-ins at once wait, and no other request does.
 */
@Singleton
class Passwords {

    private static final int THREADS = 2;

    private final WorkerExecutor worker;
    private final int cost;

    /** The hash of a password that nobody has; made for the first sign-in, because a start would wait for it as long. */
    private volatile @Nullable String nobodys;

    @Inject
    Passwords(Vertx vertx, IdentitySettings settings) {
        this.worker = vertx.createSharedWorkerExecutor("siyu-passwords", THREADS);
        this.cost = settings.bcryptCost();
    }

    Uni<String> hash(String password) {
        return worker.executeBlocking(() -> BcryptUtil.bcryptHash(password, cost), false);
    }

    /** An unknown user takes as long as a wrong password, also when he is the first of all. */
    Uni<Boolean> matches(String password, Optional<String> hash) {
        return worker.executeBlocking(
                () -> {
                    var other = nobodys();
                    return BcryptUtil.matches(password, hash.orElse(other)) && hash.isPresent();
                },
                false);
    }

    private String nobodys() {
        var made = nobodys;
        if (made == null) {
            made = BcryptUtil.bcryptHash("nobody has this password", cost);
            nobodys = made;
        }
        return made;
    }

    @PreDestroy
    void stop() {
        worker.closeAndForget();
    }
}
