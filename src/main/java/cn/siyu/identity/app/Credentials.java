package cn.siyu.identity.app;

import java.util.Locale;
import java.util.Optional;

/** What somebody presents who wants to be let in, and from where. */
public record Credentials(String username, String password, Optional<String> totp, String address) {

    public Credentials {
        username = username.toLowerCase(Locale.ROOT);
    }

    /** Never into a log. */
    @Override
    public String toString() {
        return "credentials";
    }
}
