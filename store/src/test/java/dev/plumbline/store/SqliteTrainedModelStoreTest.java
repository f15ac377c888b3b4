package dev.plumbline.store;

import java.nio.file.Path;

class SqliteTrainedModelStoreTest extends TrainedModelStoreContract {
    @Override
    Database open(Path empty) {
        return Database.open(empty);
    }
}
