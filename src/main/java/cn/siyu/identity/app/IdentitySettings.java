package cn.siyu.identity.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How staff sign in. */
@ConfigMapping(prefix = "siyu.identity")
public interface IdentitySettings {

    /** Work factor of the password hash; below 12 is refused in production. */
    @WithDefault("12")
    int bcryptCost();

    /** Whether admin and finance must give a one-time code. */
    @WithDefault("true")
    boolean totpRequired();

    /** Failed sign-ins of one user name within {@link #failureWindow}. */
    @WithDefault("5")
    int failuresAllowed();

    /** The same of one network address, behind which a whole office may sit. */
    @WithDefault("50")
    int failuresAllowedPerAddress();

    /** All sign-ins of one user name and of one address in that window, right or wrong, over all instances. */
    @WithDefault("60")
    int attemptsAllowed();

    @WithDefault("600")
    int attemptsAllowedPerAddress();

    @WithDefault("15m")
    Duration failureWindow();

    /** Known to whoever installs the shop: makes the first admin, once. */
    Optional<String> bootstrapToken();

    /** Whether a sample of each role is there; never in production. */
    @WithDefault("false")
    boolean sampleStaff();
}
