package dev.plumbline.store;

import java.nio.file.Path;

class SqliteLoggedFeaturesTest extends LoggedFeaturesContract {
    @Override
    Database open(Path empty) {
        return Database.open(empty);
    }
}
