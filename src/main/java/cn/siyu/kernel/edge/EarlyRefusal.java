package cn.siyu.kernel.edge;

import cn.siyu.kernel.problem.Refused;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/**
 * A refusal that needs neither the body of a request nor a resource, so that it can be given before the request is routed. Only
 * for what is refused ten thousand times a second: the resource behind it says the same, slower, and stays the only one that
 * ever says yes.
 */
public interface EarlyRefusal {

    /**
     * A question whether a request is refused.
     *
     * @param operation the path of the operation with its parameters' names, for the metrics
     * @param refusal empty: the request goes on as if nobody had asked; a failure is no refusal either
     */
    record Question(String operation, Uni<Optional<Refused>> refusal) {}

    /**
     * What is to be asked; nothing, and at once, for nearly all requests.
     *
     * @param path as it was sent
     * @param token what the caller sent as his bearer token, not verified
     */
    Optional<Question> of(String path, String token);
}
