package cn.siyu.kernel.tx;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import java.net.SocketException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a database that is away has said, and what one that says no. */
class ViolationsTest {

    @Test
    void a_connection_that_was_ended_is_an_outage() {
        assertThat(Violations.isOutage(said("57P01"))).isTrue();
        assertThat(Violations.isOutage(said("25P03"))).isTrue();
        assertThat(Violations.isOutage(said("08006"))).isTrue();
        assertThat(Violations.isOutage(new IllegalStateException(new SocketException("Connection reset"))))
                .isTrue();
        assertThat(Violations.isOutage(new VertxException("Connection was closed")))
                .isTrue();
        assertThat(Violations.isOutage(new IllegalStateException(
                        new NoStackTraceThrowable("Connection is not active now, current status: CLOSED"))))
                .isTrue();
    }

    @Test
    void a_no_is_none() {
        assertThat(Violations.isOutage(said("23505"))).isFalse();
        assertThat(Violations.isOutage(said("55P03"))).isFalse();
        assertThat(Violations.isOutage(new IllegalStateException("a bug"))).isFalse();
    }

    @Test
    void who_had_to_wait_too_long_may_come_again() {
        assertThat(List.of("55P03", "40P01", "57014"))
                .allSatisfy(
                        state -> assertThat(Violations.isCrowded(said(state))).isTrue());
        assertThat(Violations.isCrowded(said("23505"))).isFalse();
    }

    private static PgException said(String state) {
        return new PgException("told by a test", "FATAL", state, "");
    }
}
