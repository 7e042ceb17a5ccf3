package cn.siyu.sharing;

import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** Mini-program codes of links, for faces outside of the mini-program. */
public interface ShareCodes {

    /** The address of the code of a link that lives; empty while it is made, which begins when it is first asked for. */
    Uni<Optional<String>> forPage(String token);
}
