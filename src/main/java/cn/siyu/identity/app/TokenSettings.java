package cn.siyu.identity.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** The keys and lifetimes of tokens. Private keys are PKCS #8, public keys X.509, both in base64. */
@ConfigMapping(prefix = "siyu.tokens")
public interface TokenSettings {

    String memberPrivateKey();

    String staffPrivateKey();

    /** The key that was active before: its tokens stay good until they expire. Taken away, it is retired at once. */
    Optional<String> memberPreviousPublicKey();

    Optional<String> staffPreviousPublicKey();

    @WithDefault("15m")
    Duration accessLife();

    @WithDefault("30d")
    Duration refreshLife();

    /** How long the state of a session is believed before PostgreSQL is asked again. */
    @WithDefault("20s")
    Duration stateBelieved();

    /** How often sessions that nobody can refresh any more are swept away. */
    @WithDefault("1h")
    Duration purgeEvery();
}
