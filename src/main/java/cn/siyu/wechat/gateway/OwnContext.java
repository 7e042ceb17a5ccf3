package cn.siyu.wechat.gateway;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/** Brings a shared result back to the context of the one who asked: another's context carries another's transaction. */
final class OwnContext {

    private OwnContext() {}

    static <T> Uni<T> of(Supplier<Uni<T>> shared) {
        return Uni.createFrom().deferred(() -> {
            var own = Vertx.currentContext();
            return own == null ? shared.get() : shared.get().emitOn(task -> own.runOnContext(_ -> task.run()));
        });
    }
}
