package cn.siyu.launch;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.ConfigProvider;

/** Serves the sample brand's pictures out of the data folder, where its player has drawn them; without a sample there is no such path. */
@Singleton
class SamplePictures {

    private static final String FOLDER = "sample-pictures";

    void serve(@Observes Router router) {
        var config = ConfigProvider.getConfig();
        SampleShop.folder(config).filter(_ -> SampleShop.isWanted(config)).ifPresent(folder -> {
            var files = StaticHandler.create(
                    FileSystemAccess.ROOT, folder.resolve(FOLDER).toString());
            var _ = router.get("/images/sample/*").handler(files);
        });
    }
}
