package cn.siyu.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** The one-time codes that the mini-program gets on the phone: for signing in, and for telling the phone number. */
final class LoginCodes {
    private static final Duration LIFE = Duration.ofMinutes(5);
    /** A code anybody can write down, so that a walk with curl needs no call to the control API. */
    private static final Pattern WRITTEN_LOGIN = Pattern.compile("sandbox-(?!phone-)(.+)-([^-]+)");

    private static final Pattern WRITTEN_PHONE = Pattern.compile("sandbox-phone-(.+)-([0-9]{11})-([^-]+)");

    private final Ledger ledger;
    private final VirtualClock clock;
    private final Map<String, Issued> issued = new HashMap<>();

    LoginCodes(Ledger ledger, VirtualClock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Whose code it is; the phone is empty for a sign-in. */
    record Holder(String name, String phone) {}

    private record Issued(Holder holder, Instant expiresAt) {}

    String issue(Holder holder) {
        var code = "0" + (holder.phone().isEmpty() ? "a" : "e") + Keys.hex(15);
        issued.put(code, new Issued(holder, clock.now().plus(LIFE)));
        return code;
    }

    Holder login(String code) {
        var written = WRITTEN_LOGIN.matcher(code);
        return spend(code, written.matches() ? new Holder(written.group(1), "") : live(code, false));
    }

    /** Whose phone code this is, without using it up. */
    Holder phoneHolder(String code) {
        var written = WRITTEN_PHONE.matcher(code);
        return written.matches() ? new Holder(written.group(1), written.group(2)) : live(code, true);
    }

    Holder phone(String code) {
        return spend(code, phoneHolder(code));
    }

    private Holder live(String code, boolean phone) {
        var found = issued.get(code);
        if (found == null
                || found.holder().phone().isEmpty() == phone
                || !clock.now().isBefore(found.expiresAt())) {
            throw new MiniRefusal(40029, "invalid code");
        }
        return found.holder();
    }

    private Holder spend(String code, Holder holder) {
        if (!ledger.spend(code)) {
            throw new MiniRefusal(40163, "code been used");
        }
        return holder;
    }
}
