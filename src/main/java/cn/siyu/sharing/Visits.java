package cn.siyu.sharing;

import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** Notes who opens a link outside of the mini-program, where nobody is signed in. */
public interface Visits {

    /**
     * Writes down that a link that lives was opened, and answers the secret under which the browser keeps the visitor: the
     * one that it brought if we named it, a new one otherwise.
     */
    Uni<String> opened(String token, Optional<String> visitor);
}
