package cn.siyu.kernel.rate;

import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;

/**
 * Where the running request comes from, as a subject of rate limits: the peer of the connection. Forwarding headers count
 * only when {@code quarkus.http.proxy.proxy-address-forwarding} and its trusted proxies are configured.
 */
@RequestScoped
public class ClientAddress {

    private final RoutingContext routing;

    @Inject
    ClientAddress(RoutingContext routing) {
        this.routing = routing;
    }

    public String value() {
        var peer = routing.request().remoteAddress();
        return peer == null ? "unknown" : peer.hostAddress();
    }
}
