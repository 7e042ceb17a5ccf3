package cn.siyu.architecture.planted.trade;

import jakarta.ws.rs.GET;

/** Two breaches: a route that nobody can reach, and none of them says who may call. Without a path it is never deployed. */
public class OpenDoor {

    @GET
    public String forgotten() {
        return "";
    }

    @GET
    String hidden() {
        return "";
    }
}
