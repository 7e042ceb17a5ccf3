package cn.siyu.kernel.metrics;

import io.vertx.core.Vertx;

/** Tells the metrics of HTTP which operation the running request is, where no resource is asked that would. */
public final class OperationName {

    /** Under which the platform's metrics look for the operation. */
    private static final String TEMPLATE = "UrlPathTemplate";

    private OperationName() {}

    /** @param path with the names of its parameters: {@code /api/mp/v1/products/{id}} */
    public static void tell(String path) {
        var context = Vertx.currentContext();
        if (context != null) {
            context.putLocal(TEMPLATE, path);
        }
    }
}
